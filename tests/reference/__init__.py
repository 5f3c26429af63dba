"""A second, plain implementation of the contract, to check the dbt project against.

Slow and obvious on purpose; standard library only; shares no code with the project, only the
vocabularies in seeds/. Start at `pipeline.build`.
"""

from tests.reference.pipeline import Result, build
from tests.reference.variables import Variables

__all__ = ["Result", "Variables", "build"]
