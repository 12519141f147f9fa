// What GOV.UK Frontend adds to pages that work without it.
import { Button, CharacterCount, ErrorSummary, createAll } from "./vendor/govuk-frontend.min.js";

createAll(ErrorSummary);
createAll(CharacterCount);
createAll(Button, { preventDoubleClick: true });
