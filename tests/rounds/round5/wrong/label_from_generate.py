"""Zero-shot topic classification with FLAN-T5; the topic with the highest log-prob wins.

# bug: the topics are scored under the distributions of a free-running greedy generation that produced other tokens
"""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

TOPICS = ["world politics", "sports", "business and finance", "science and technology"]
tk = AutoTokenizer.from_pretrained("google/flan-t5-large")
net = AutoModelForSeq2SeqLM.from_pretrained("google/flan-t5-large").eval()
TOPIC_IDS = [tk(t).input_ids for t in TOPICS]


def topic_logprobs(article: str):
    enc = tk(f"Which topic is this article about?\n\n{article}", truncation=True, return_tensors="pt")
    n = max(map(len, TOPIC_IDS))
    gen = net.generate(
        **enc, do_sample=False, min_new_tokens=n, max_new_tokens=n,
        return_dict_in_generate=True, output_logits=True,
    )
    steps = torch.stack(gen.logits, dim=1)[0].float().log_softmax(-1)
    table = {}
    for topic, ids in zip(TOPICS, TOPIC_IDS):
        table[topic] = sum(steps[k, i].item() for k, i in enumerate(ids))  # expect: SEQ207
    return table


def classify(article: str) -> str:
    table = topic_logprobs(article)
    return max(table, key=table.get)


if __name__ == "__main__":
    print(classify("The striker scored twice in the second half as the visitors took the cup."))
