using GlmmDsl.Analyzers.Models;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>GLMM101 and GLMM105 in the formulas of zero inflation and dispersion: they have no response, and the model's is none of their predictors.</summary>
internal static class ComponentResponse
{
    /// <summary>The fault of a formula with a response.</summary>
    /// <param name="what">What the formula is of.</param>
    public static string HasResponse(string what) => $"The formula of the {what} has no response: write '~' and its predictors";

    /// <summary>Checks one formula.</summary>
    /// <param name="model">The model.</param>
    /// <param name="component">Its other linear predictor.</param>
    /// <param name="report">Receives the diagnostics.</param>
    public static void Check(DeclaredModel model, DeclaredModel component, Action<Diagnostic> report)
    {
        if (component.Terms?.Syntax is not { } syntax)
        {
            return;
        }

        if (syntax.Response is { } response)
        {
            report(Diagnostic.Create(DiagnosticDescriptors.FormulaSyntax, component.Place(response.Span), HasResponse(component.Component!)));
        }
        else if (model.ResponseColumn is { } column && FormulaWalk.Names(syntax.Right).FirstOrDefault(name => name.Name == column) is { } name)
        {
            report(Diagnostic.Create(
                DiagnosticDescriptors.ResponseOnRight, component.Place(name.Span), $"The response '{column}' cannot be among the predictors of its {component.Component}: leave it out"));
        }
    }
}
