namespace GlmmDsl.Formulas;

/// <summary>
/// One variable of R's model frame: an expression evaluated as a whole, such as <c>Days</c>, <c>log(x + 1)</c>, <c>factor(dose)</c> or
/// <c>poly(x, 2)</c>. Two variables are the same when their deparsed names are.
/// </summary>
public sealed class Variable(ExpressionSyntax expression) : IEquatable<Variable>
{
    /// <summary>R's name of it, the deparsed expression (a plain name without back-quotes).</summary>
    public string Name { get; } = expression is NameSyntax name ? name.Name : expression.ToString();

    /// <summary>How R writes it in the names of terms and of design columns: a name that needs back-quotes keeps them, <c>`my x`</c>.</summary>
    public string Label => Expression.ToString();

    /// <summary>The expression, at its first appearance.</summary>
    public ExpressionSyntax Expression { get; } = expression;

    /// <inheritdoc/>
    public bool Equals(Variable? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Variable);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
