"""Log-likelihood of a conversation.
# bug: the chat template renders BOS and the tokenizer adds a second one.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def conversation_loglik(path: str, messages: list) -> float:
    tok = AutoTokenizer.from_pretrained(path)
    lm = AutoModelForCausalLM.from_pretrained(path).eval()
    text = tok.apply_chat_template(messages, tokenize=False)
    ids = tok(text, return_tensors="pt").input_ids  # expect: SEQ309
    with torch.no_grad():
        z = lm(ids).logits.float()
    lp = z[:, :-1].log_softmax(-1).gather(2, ids[:, 1:, None])
    return lp.sum().item()


def main(path="meta-llama/Llama-3.2-1B-Instruct"):
    talk = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]
    print(conversation_loglik(path, talk))


if __name__ == "__main__":
    main()
