"""Starts a fuzzer by hand: the target under atheris, the corpus, a dictionary made from the schemas, and the limits."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


def fuzz(name: str) -> None:
    """Runs `fuzz_<name>` of support_fuzz until `-max_total_time` is over or something is found.

    What is found lands in the working directory as `crash-…`; once it is mended, it goes into the corpus.
    """
    import atheris

    with atheris.instrument_imports(include=["turnabout"]):
        import support_fuzz
        import turnabout.yamlfile.events  # noqa: F401 - late everywhere else, and then without instruments

    target: Callable[[bytes], None] = getattr(support_fuzz, f"fuzz_{name}")
    with tempfile.TemporaryDirectory() as folder:
        dictionary = Path(folder) / "words.dict"
        lines = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in support_fuzz.words())
        dictionary.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")
        limits = [f"-timeout={support_fuzz.SECONDS}", "-rss_limit_mb=1024", "-max_len=4096", f"-dict={dictionary}"]
        # New finds go into the first folder, so that the corpus changes only by hand.
        fresh = Path(folder) / "found"
        fresh.mkdir()
        atheris.Setup([sys.argv[0], *limits, *sys.argv[1:], str(fresh), str(support_fuzz.CORPUS / name)], target)
        atheris.Fuzz()
