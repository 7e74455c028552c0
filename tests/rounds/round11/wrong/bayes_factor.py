"""How much more likely is a text under a domain model than under the base model?

# bug: minus the model's mean loss is taken for the log-probability of the whole text
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def sequence_log_prob(lm, ids):
    """log p(x_2 ... x_n | x_1), summed over the text."""
    with torch.no_grad():
        res = lm(ids, labels=ids)
    return -res.loss.item()  # expect: SEQ402


def log_bayes_factor(domain, base, tok, text):
    ids = tok(text, return_tensors="pt", truncation=True, max_length=1024).input_ids
    return sequence_log_prob(domain, ids) - sequence_log_prob(base, ids)


def posterior(domain, base, tok, text, prior=0.5):
    odds = torch.tensor(log_bayes_factor(domain, base, tok, text))
    return torch.sigmoid(odds + torch.logit(torch.tensor(prior))).item()


if __name__ == "__main__":
    tok = AutoTokenizer.from_pretrained("gpt2")
    base = AutoModelForCausalLM.from_pretrained("gpt2").eval()
    domain = AutoModelForCausalLM.from_pretrained("./gpt2-legal").eval()
    print(posterior(domain, base, tok, "The party of the first part shall indemnify the other."))
