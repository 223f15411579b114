using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Values;

/// <summary>The lambda or method that a delegate refers to.</summary>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Result">What it returns; null when there is not exactly one such expression.</param>
/// <param name="Body">Its body.</param>
/// <param name="Bindings">The values of the parameters around it.</param>
internal sealed record BoundFunction(ImmutableArray<IParameterSymbol> Parameters, IOperation? Result, IOperation? Body, Bindings? Bindings)
{
    /// <summary>What it returns for some arguments; null when that cannot be seen.</summary>
    public Bound? Call(params Bound[] arguments) => Result is null ? null : new Bound(Result, Bind(arguments));

    /// <summary>Its parameters with their values.</summary>
    public Bindings? Bind(params Bound[] arguments)
    {
        Bindings? bindings = Bindings;
        for (int i = 0; i < Parameters.Length && i < arguments.Length; i++)
        {
            bindings = new Bindings(Parameters[i], arguments[i], bindings);
        }

        return bindings;
    }
}
