using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>Decides whether the criteria of two fits measure the same thing.</summary>
internal static class Incomparability
{
    /// <summary>The rule that a comparison breaks; null when it breaks none of these.</summary>
    public static DiagnosticDescriptor? Of(FitSource first, FitSource second)
    {
        if (first.Criterion != second.Criterion)
        {
            return null;
        }

        if (first.IsReml != second.IsReml)
        {
            return DiagnosticDescriptors.MlAgainstReml;
        }

        bool isOneDesign = !first.IsReml || SymbolEqualityComparer.Default.Equals(first.Key, second.Key);
        return isOneDesign || !FixedEffects.Differ(first, second) ? null : DiagnosticDescriptors.RemlAcrossFixedEffects;
    }
}
