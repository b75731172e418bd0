"""What the house is measured by: each figure beside a peer or limit in the same run."""
