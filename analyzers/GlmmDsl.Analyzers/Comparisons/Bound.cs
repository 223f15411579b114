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

    /// <summary>The values of a list.</summary>
    public static IEnumerable<Bound> ValuesOf(Bindings? bindings)
    {
        for (Bindings? b = bindings; b is not null; b = b.Outer)
        {
            yield return b.Value;
        }
    }

    /// <summary>Those of constructors' parameters, which do not change while an object lives.</summary>
    public static Bindings? OfConstructors(Bindings? bindings) =>
        bindings is null ? null
        : OfConstructors(bindings.Outer) is var outer && bindings.parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor }
            ? new Bindings(bindings.parameter, bindings.Value, outer)
            : outer;

    private Bound Value { get; } = value;

    private Bindings? Outer { get; } = outer;
}
