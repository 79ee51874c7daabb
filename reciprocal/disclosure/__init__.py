"""Who may see which field at which stage: one file, and one way out."""

from reciprocal.disclosure.present import Shown, may_see, present, show

__all__ = ["Shown", "may_see", "present", "show"]
