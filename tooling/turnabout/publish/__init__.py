"""The public view of the programs and the site made from it: decides here, writes only in `publish.writer`."""

from turnabout.publish.inputs import SiteInputs
from turnabout.publish.site import plan_site
from turnabout.publish.view import Audience

__all__ = ["Audience", "SiteInputs", "plan_site"]
