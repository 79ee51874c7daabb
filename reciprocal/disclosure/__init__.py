"""Who may see which field at which stage: one file, and one way out."""

from reciprocal.disclosure.present import present, present_all

__all__ = ["present", "present_all"]
