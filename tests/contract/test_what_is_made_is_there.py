"""What a caller has made, it can read and change by the links of the description.

Schemathesis follows the links from each creation, in any order, and holds each answer
to the description: what was made is there, and what was ended is gone.
"""

from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks
from schemathesis.generation import GenerationMode

from reciprocal.access.actor import Role
from tests.api.standing import Standing
from tests.contract.tally import CONFORMANCE
from tests.support.minutes import examples
from tests.support.tags import OVERWRITES, keyed, knowing
