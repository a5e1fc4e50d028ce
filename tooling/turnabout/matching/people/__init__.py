"""Who may meet whom, with how many points, and the reason for each exclusion."""
