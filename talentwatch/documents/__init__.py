"""Documents: what readers are served of each public row, rendered once by the edit that changes it, and kept."""
