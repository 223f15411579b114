using GlmmDsl.Analyzers.Edits;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>
/// GLMM407: Kenward and Roger's method asked of a fit that it is not made for, by ML or of a generalised model. On typed fits the compiler refuses the call, and the
/// rule says why.
/// </summary>
internal static class KenwardRogerRule
{
    /// <summary>The method's name.</summary>
    public const string Name = "KenwardRoger";

    /// <summary>Checks a call of the method that exists, of a fit at run time.</summary>
    public static void Check(IInvocationOperation invocation, Func<IOperation, SeenFit?> fitOf, Action<Diagnostic> report)
    {
        if (invocation is { Instance: { } instance, TargetMethod: { Name: Name, ContainingType: var type }, Syntax: InvocationExpressionSyntax call }
            && LibraryTypes.IsOurs(type)
            && fitOf(instance) is { } fit)
        {
            Check(MemberName.Of(call), fit, report);
        }
    }

    /// <summary>Checks a call that the compiler refuses because the fit has no such method.</summary>
    public static void Check(IInvalidOperation invalid, Func<IOperation, SeenFit?> fitOf, Action<Diagnostic> report)
    {
        if (invalid.Syntax is InvocationExpressionSyntax call
            && MemberName.Of(call) is { Identifier.ValueText: Name } name
            && invalid.SemanticModel is { } model
            && call.Expression is MemberAccessExpressionSyntax { Expression: var receiver }
            && model.GetOperation(receiver) is { } instance
            && SeenFit.IsTyped(instance.Type)
            && fitOf(instance) is { } fit)
        {
            Check(name, fit, report);
        }
    }

    private static void Check(SimpleNameSyntax? name, SeenFit fit, Action<Diagnostic> report)
    {
        bool isGeneralized = fit.IsGeneralized == true;
        if (name is null || (!isGeneralized && fit.IsReml != false))
        {
            return;
        }

        string whose = fit.Model is { } model ? $" of '{model.Name}'" : "";
        report(SourceFix.Report(
            DiagnosticDescriptors.KenwardRogerOfOther,
            name.GetLocation(),
            isGeneralized ? [] : [ByReml(name, fit), new SourceFix("Test by Satterthwaite's method", new TextChange(name.Identifier.Span, "Satterthwaite"))],
            isGeneralized ? $"the fit{whose} is of a generalised model: test it by Wald's method, or by a likelihood ratio with the bootstrap" : $"this is an ML fit{whose}: fit it by REML, or test by Satterthwaite's method"));
    }

    /// <summary>The change of the call that makes the fit; null where it is not in this file or its way to fit is not written there.</summary>
    private static SourceFix? ByReml(SimpleNameSyntax name, SeenFit fit)
    {
        var changes = new List<TextChange>();
        if (fit.Making is { Syntax: InvocationExpressionSyntax making } && making.SyntaxTree == name.SyntaxTree && MemberName.Of(making) is { Identifier.ValueText: "FitMl" } way)
        {
            changes.Add(new TextChange(way.Identifier.Span, "FitReml"));
            if (making.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: var type, Variables.Count: 1 } } }
                && ((type as QualifiedNameSyntax)?.Right ?? type as SimpleNameSyntax) is { Identifier.ValueText: "MlFit" } declared)
            {
                changes.Add(new TextChange(declared.Identifier.Span, "RemlFit"));
            }
        }
        else if (fit.Specification?.Find("Method") is { Expression: MemberAccessExpressionSyntax { Name: { Identifier.ValueText: "Ml" } member } } && member.SyntaxTree == name.SyntaxTree)
        {
            changes.Add(new TextChange(member.Identifier.Span, "Reml"));
        }

        return changes.Count == 0 ? null : new SourceFix("Fit by REML", changes.ToArray());
    }
}
