import subprocess
import sys

CHECK = """
import sys
import turnabout.{module}
heavy = {{"yaml", "jsonschema", "jsonschema_rs"}} & set(sys.modules)
assert not heavy, heavy
"""


def imports_nothing_heavy(module: str) -> bool:
    return subprocess.run([sys.executable, "-c", CHECK.format(module=module)], check=False).returncode == 0


def test_the_yaml_reader_is_imported_with_the_first_file_and_the_engines_with_the_first_kind():
    assert imports_nothing_heavy("yamlfile")
    assert imports_nothing_heavy("shapes")
    assert imports_nothing_heavy("reporters")
