# faithfulness of RAG answers via NLI; nothing generative in here
import pandas as pd
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

NAME = "microsoft/deberta-large-mnli"
tk = AutoTokenizer.from_pretrained(NAME)
net = AutoModelForSequenceClassification.from_pretrained(NAME).eval()
ENT = net.config.label2id["ENTAILMENT"]


def entail(premises, claims, bs=16):
    p = []
    for i in range(0, len(claims), bs):
        e = tk(premises[i : i + bs], claims[i : i + bs], padding=True, truncation=True,
               return_tensors="pt")
        with torch.no_grad():
            p.append(torch.softmax(net(**e).logits, dim=1)[:, ENT])
    return torch.cat(p).numpy()


df = pd.read_csv("answers.csv")
df["p"] = entail(df.context.tolist(), df.claim.tolist())
df["conf"] = df.p.clip(0, 1).round(3)
# an answer counts as supported when the average over its claims is high
ans = df.groupby("answer_id").p.mean()
print((ans > 0.5).mean(), df.conf.describe())
