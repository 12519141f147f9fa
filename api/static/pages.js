// What GOV.UK Frontend adds to pages that work without it.
import { Button, CharacterCount, ErrorSummary, createAll } from "./vendor/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
createAll(ErrorSummary);
createAll(CharacterCount);
createAll(Button, { preventDoubleClick: true });
