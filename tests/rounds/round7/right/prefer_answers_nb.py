# %% [markdown]
# Preferred answers per question, from summed log-probabilities.

# %%
import numpy as np
import pandas as pd
from scipy.special import logsumexp

df = pd.read_csv("choices.csv", dtype={"qid": str})
df.sample(5, random_state=0)

# %%
df["posterior"] = df.groupby("qid")["logprob"].transform(lambda s: np.exp(s - logsumexp(s)))
top = df.loc[df.groupby("qid")["logprob"].idxmax()]
print("accuracy", round(top["is_gold"].mean(), 3))

# %% display only
view = top[["qid", "answer", "posterior"]].copy()
view["posterior"] = view["posterior"].round(2)
print(view.to_markdown(index=False))
