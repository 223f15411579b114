using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>An expression with the values of the parameters in it, where a call or a collection shows them.</summary>
/// <param name="Operation">The expression.</param>
/// <param name="Bindings">The parameters' values; null when none is known.</param>
internal readonly record struct Bound(IOperation Operation, Bindings? Bindings)
{
    /// <summary>Another expression with the same bindings.</summary>
    public Bound With(IOperation operation) => new(operation, Bindings);
}

/// <summary>A list of parameters and their values, innermost first.</summary>
internal sealed class Bindings(IParameterSymbol parameter, Bound value, Bindings? outer)
{
    private readonly IParameterSymbol parameter = parameter.OriginalDefinition;

    /// <summary>The value of a parameter; null when it is not known.</summary>
    public static Bound? Find(Bindings? bindings, IParameterSymbol sought)
    {
        for (Bindings? b = bindings; b is not null; b = b.Outer)
        {
            if (SymbolEqualityComparer.Default.Equals(b.parameter, sought.OriginalDefinition))
            {
                return b.Value;
            }
        }

        return null;
    }

    private Bound Value { get; } = value;

    private Bindings? Outer { get; } = outer;
}
