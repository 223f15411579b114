using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>A product of variables: a main effect (one variable) or an interaction, with its variables in R's order (of first appearance in the formula).</summary>
public sealed class Term(ImmutableArray<Variable> variables, TextSpan span)
{
    /// <summary>The variables, each once, in R's order.</summary>
    public ImmutableArray<Variable> Variables { get; } = variables;

    /// <summary>Where the term (or the expression that expands to it) first appears.</summary>
    public TextSpan Span { get; } = span;

    /// <summary>R's term label, <c>a:b</c>.</summary>
    public string Name => string.Join(":", Variables.Select(v => v.Label));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
