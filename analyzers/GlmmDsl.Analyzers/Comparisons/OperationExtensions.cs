using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>What the compiler's operations leave to their users.</summary>
internal static class OperationExtensions
{
    /// <summary>The <c>a?.b</c> whose <c>a</c> this stands for.</summary>
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
