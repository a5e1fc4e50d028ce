"""Whether the machine and the repository have what Turnabout needs: `facts` looks, `verdicts` decides, both say nothing."""
