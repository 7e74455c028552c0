# ---
# jupyter:
#   kernelspec: python3
# ---
"""Notebook: which answer does the model prefer per question?

# bug: the probabilities are rounded to two decimals before they are compared, so most questions end in a tie.
"""
# %%
import numpy as np
import pandas as pd

raw = pd.read_parquet("runs/2024-11/choices.parquet")
raw.head()

# %% one row per (question, answer); `logprob` is the summed log-probability of the answer
answers = raw[["qid", "answer", "logprob", "is_gold"]].copy()
answers["p"] = np.exp(answers["logprob"]).round(2)  # expect: SEQ504
answers.describe()

# %%
best = answers.loc[answers.groupby("qid")["p"].idxmax()]  # expect-near: SEQ504
accuracy = best["is_gold"].mean()
print(f"accuracy {accuracy:.3f} on {best['qid'].nunique()} questions")

# %%
by_len = best.assign(n=best["answer"].str.split().str.len()).groupby("n")["is_gold"].agg(["mean", "size"])
by_len.plot(y="mean", marker="o")
