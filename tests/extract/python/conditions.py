import sys
from typing import TYPE_CHECKING

if sys.version_info >= (3, 8):
    from typing import Protocol

    def new(): ...
else:
    from typing_extensions import Protocol

    class Old:
        def method(self):
            self.field = 1

if TYPE_CHECKING:
    from model import Graph
elif sys.version_info < (3, 20):
    Graph = None
else:
    Graph = object

if not TYPE_CHECKING:
    def never(): ...
elif sys.version_info[0] == 2:
    text = unicode
else:
    text = str

if sys.platform == "win32":
    def either(): ...
else:
    def either(): ...
