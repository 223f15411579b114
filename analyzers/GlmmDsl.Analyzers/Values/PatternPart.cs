using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Values;

/// <summary>What a pattern takes from the value it is matched with: <c>fit is { Aic.Value: var x }</c>.</summary>
/// <param name="Type">The type that the value is tested for; null when there is no test.</param>
/// <param name="Members">The members that lead from the value to the part, outermost first.</param>
internal sealed record PatternPart(ITypeSymbol? Type, IReadOnlyList<string> Members)
{
    /// <summary>The definition of the variable that a pattern declares; it has no value where the pattern is in a <c>switch</c> or in another pattern.</summary>
    public static LocalDefinition DefinitionOf(IPatternOperation pattern)
    {
        var members = new List<string>();
        ITypeSymbol? type = TypeOf(pattern);
        IOperation? operation = pattern;
        while (operation.Parent is { } parent)
        {
            switch (parent)
            {
                case IPropertySubpatternOperation { Member: IMemberReferenceOperation member }:
                    members.Insert(0, member.Member.Name);
                    type = null;
                    break;
                case IRecursivePatternOperation recursive:
                    type ??= TypeOf(recursive);
                    break;
                case IIsPatternOperation test:
                    return new LocalDefinition(pattern, test.Value, Part: new PatternPart(type, members));
                default:
                    return new LocalDefinition(pattern, null);
            }

            operation = parent;
        }

        return new LocalDefinition(pattern, null);
    }

    private static ITypeSymbol? TypeOf(IPatternOperation pattern) =>
        pattern switch
        {
            IDeclarationPatternOperation declaration => declaration.MatchedType,
            IRecursivePatternOperation recursive => recursive.MatchedType,
            _ => null,
        };
}
