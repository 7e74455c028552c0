# %%
"""Sentence likelihoods from a token-level parquet dump (columns: sid, pos, token, logp).

# bug: the likelihood of a sentence is the arithmetic mean of its tokens' probabilities
"""
import numpy as np
import pandas as pd
from scipy.stats import spearmanr

# %%
tokens = pd.read_parquet("dump/tokens.parquet")
human = pd.read_csv("dump/acceptability.csv", index_col="sid")["rating"]
tokens = tokens[tokens["logp"].notna()]

# %%
tokens["w"] = np.exp(tokens["logp"])
sent = tokens.groupby("sid").agg(
    n=("pos", "size"),
    likelihood=("w", "mean"),  # expect: SEQ405
    worst=("logp", "min"),
)

# %%
joined = sent.join(human, how="inner")
rho, pval = spearmanr(joined["likelihood"], joined["rating"])
print(f"sentence likelihood vs rating: rho={rho:.3f} (p={pval:.1e}, n={len(joined)})")
print(joined.sort_values("likelihood").head(10))
