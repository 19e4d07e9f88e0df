"""Claims, quantities, times, spans and names: values and rules, without input or output."""
