using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Values;

/// <summary>An expression with the values of the parameters in it, where a call or a collection shows them.</summary>
/// <param name="Operation">The expression.</param>
/// <param name="Bindings">The parameters' values; null when none is known.</param>
internal readonly record struct Bound(IOperation Operation, Bindings? Bindings)
{
    /// <summary>Another expression with the same bindings.</summary>
    public Bound With(IOperation operation) => new(operation, Bindings);

    /// <summary>The expression without the conversions and parentheses around it.</summary>
    public Bound Stripped()
    {
        IOperation operation = Operation;
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case ITranslatedQueryOperation query:
                    operation = query.Operation;
                    break;
                default:
                    return With(operation);
            }
        }
    }
}

/// <summary>A list of parameters and their values, innermost first.</summary>
internal sealed class Bindings(IParameterSymbol parameter, Bound value, Bindings? outer)
{
    private readonly IParameterSymbol parameter = parameter.OriginalDefinition;

    /// <summary>The parameters of a method or constructor with the arguments of a call; null where it has none.</summary>
    public static Bindings? Of(Bound caller, ImmutableArray<IArgumentOperation> arguments)
    {
        Bindings? bindings = null;
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is { } parameter)
            {
                bindings = new Bindings(parameter, caller.With(argument.Value), bindings);
            }
        }

        return bindings;
    }

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
