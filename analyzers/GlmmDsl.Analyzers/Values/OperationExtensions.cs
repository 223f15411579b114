using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Values;

/// <summary>Helpers missing from the compiler's operations.</summary>
internal static class OperationExtensions
{
    /// <summary>The <c>a?.b</c> whose <c>a</c> this represents.</summary>
    public static IConditionalAccessOperation? ConditionalAccess(this IConditionalAccessInstanceOperation instance)
    {
        for (IOperation? operation = instance; operation?.Parent is { } parent; operation = parent)
        {
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == operation)
            {
                return access;
            }
        }

        return null;
    }
}
