using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Inference;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Predictions;
using GlmmDsl.Analyzers.Specifications;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using FamilyFacts = GlmmDsl.Formulas.FamilyFacts;

namespace GlmmDsl.Analyzers;

/// <summary>
/// GLMM410: a mean at random effects of zero that is used as the population's, for a model in which the two differ. Silent on the scale of the link,
/// and wherever family, link and random effects cannot all be seen.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PopulationAverageAnalyzer : LibraryAnalyzer
{
    private const string PopulationName = "PredictPopulation";
    private const string AverageName = "PredictPopulationAverage";
    private const string FixTitle = "Average over the population";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(DiagnosticDescriptors.ZeroEffectsAsAverage);

    private protected override void Start(CompilationStartAnalysisContext start, ModelAttributes attributes) =>
        start.RegisterOperationAction(operation => Check(operation, attributes), OperationKind.Invocation);

    private static void Check(OperationAnalysisContext context, ModelAttributes attributes)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (invocation is not { Instance: { } fit, SemanticModel: { } semanticModel }
            || PlaceOf(invocation) is not { } place
            || !IsOnResponseScale(invocation)
            || new ModelOfFit(attributes, semanticModel, context.CancellationToken).Of(fit) is not { Terms.Random.IsEmpty: false } model
            || model is not { Family: { } family, Link: { } link }
            || link == FamilyFacts.Identity)
        {
            return;
        }

        context.ReportDiagnostic(SourceFix.Report(
            DiagnosticDescriptors.ZeroEffectsAsAverage,
            place.GetLocation(),
            [invocation.TargetMethod.Name == PopulationName ? Average(invocation) : null],
            place.ToString(),
            FamilyFacts.InWords(family),
            link,
            AverageName));
    }

    /// <summary>What requests random effects of zero: the method, or the policy for new levels; null where nothing does.</summary>
    private static SyntaxNode? PlaceOf(IInvocationOperation invocation) =>
        invocation.TargetMethod.Name switch
        {
            PopulationName => MemberName.Of(invocation.Syntax),
            "Predict" => SpecificationReader.Argument(invocation, "newLevels") is { IsImplicit: false } policy && MemberOf(policy) == "Population" ? policy.Syntax : null,
            _ => null,
        };

    private static bool IsOnResponseScale(IInvocationOperation invocation) =>
        SpecificationReader.Argument(invocation, "scale") is not { } scale || MemberOf(scale) == "Response";

    private static string? MemberOf(IOperation value) => Setting.Of(value, value.Syntax).Member;

    /// <summary>The call of the other method, which has no scale. With the policy for new levels there is no such fix: it would change the predictions for known ones.</summary>
    private static SourceFix? Average(IInvocationOperation invocation)
    {
        if (invocation.Syntax is not InvocationExpressionSyntax { Expression: var called, ArgumentList.Arguments: var arguments })
        {
            return null;
        }

        SimpleNameSyntax? name = MemberName.Of(called);
        int scale = arguments.IndexOf(argument => IsScale(argument, invocation));
        if (name is null || scale == 0 || (scale > 0 && arguments.Skip(scale + 1).Any(argument => argument.NameColon is null)))
        {
            return null;
        }

        var rename = new TextChange(name.Span, AverageName);
        return scale < 0
            ? new SourceFix(FixTitle, rename)
            : new SourceFix(FixTitle, rename, new TextChange(TextSpan.FromBounds(arguments[scale - 1].Span.End, arguments[scale].Span.End), ""));
    }

    private static bool IsScale(ArgumentSyntax argument, IInvocationOperation invocation) =>
        SpecificationReader.Argument(invocation, "scale") is { } scale && argument.Span.Contains(scale.Syntax.Span) && argument.Expression == scale.Syntax;
}
