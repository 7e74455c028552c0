"""Essay perplexity from a completions endpoint with echo. The first token has no log-prob and is left out."""
import numpy as np
import pandas as pd
from openai import OpenAI


def build(url):
    cli = OpenAI(base_url=url, api_key="x")

    def stats(text):
        res = cli.completions.create(model="base", prompt=text, echo=True, max_tokens=0, logprobs=0)
        known = [v for v in res.choices[0].logprobs.token_logprobs if v is not None]
        if not known:
            return pd.Series({"n_scored": 0, "perplexity": np.nan})
        return pd.Series({"n_scored": len(known), "perplexity": np.exp(-np.mean(known))})

    return stats


def annotate(df, url="http://localhost:8000/v1", column="essay"):
    return df.join(df[column].apply(build(url)))
