"""Who may see which field at which stage: one file, and one way out."""

from reciprocal.disclosure.present import may_see, present, present_all

__all__ = ["may_see", "present", "present_all"]
