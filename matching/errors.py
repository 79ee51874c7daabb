class PoolError(ValueError):
    """A pool, policy or plan that means nothing was built; the caller is at fault.

    An empty or infeasible pool is not an error: it is an answer (`SolveStatus`).
    The sentence names the part at fault by its kind and field, never its value.
    """

    def __init__(self, part: str, fault: str) -> None:
        self.part = part
        self.fault = fault
        super().__init__(f"{part}: {fault}")
