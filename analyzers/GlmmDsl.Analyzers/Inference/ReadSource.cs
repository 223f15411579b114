using GlmmDsl.Analyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>Where the object comes from that a member is read of, where that is not a variable of one value.</summary>
internal static class ReadSource
{
    /// <summary>The collection whose elements a loop's variable, or the parameter of a function given to a query, is in turn; null for any other value.</summary>
    public static IOperation? CollectionOf(IOperation value)
    {
        switch (value)
        {
            case ILocalReferenceOperation local when LocalDefinitions.Around(local).Reaching(local) is { Count: 1 } reaching && reaching[0] is { IsElement: true } definition:
                return definition.Value;
            case IParameterReferenceOperation { Parameter: { Ordinal: 0, ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } function } }:
                IOperation? query = value;
                while (query is not null && !(query is IAnonymousFunctionOperation lambda && SymbolEqualityComparer.Default.Equals(lambda.Symbol, function)))
                {
                    query = query.Parent;
                }

                while (query is not (null or IInvocationOperation))
                {
                    query = query.Parent;
                }

                return query is IInvocationOperation { TargetMethod: { IsExtensionMethod: true, ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } } } linq ? linq.Arguments[0].Value : null;
            default:
                return null;
        }
    }

    /// <summary>The value that a property pattern is matched with, <c>test is { PValue: &lt; 0.05 }</c>, whose member a pattern reads; null for any other instance.</summary>
    public static IOperation? MatchedWith(IOperation instance)
    {
        if (instance is not IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.PatternInput })
        {
            return null;
        }

        IOperation? pattern = instance.Parent;
        while (pattern is not (null or IRecursivePatternOperation))
        {
            pattern = pattern.Parent;
        }

        return pattern?.Parent switch
        {
            IIsPatternOperation test => test.Value,
            ISwitchExpressionArmOperation { Parent: ISwitchExpressionOperation @switch } => @switch.Value,
            _ => null,
        };
    }
}
