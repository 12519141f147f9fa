"""What an incident is compared with lessons by: type, communities, themes and place."""

from collections.abc import Mapping

from domain.forces import Force
from domain.incident.state import Response
from domain.lessons import Circumstances


def circumstances_of(response: Response, forces: Mapping[str, Force]) -> Circumstances:
    """The groups that triage named and the tags of every mapped community are its communities."""
    force = forces.get(response.pfa or "")
    tags = (tag for community in response.communities.values() for tag in community.tags)
    return Circumstances(
        incident_type=response.incident_type,
        communities=frozenset((*response.groups, *tags)),
        themes=frozenset(response.themes),
        force=response.pfa,
        region=force.region if force else None,
    )
