using System.Collections.Immutable;
using GlmmDsl.Analyzers.Declarations;
using GlmmDsl.Analyzers.Facts;
using GlmmDsl.Analyzers.Formulas;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Specifications;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GlmmDsl.Analyzers;

/// <summary>Reads each model class once and passes it to all rules about models.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : LibraryAnalyzer
{
    /// <summary>Rules on formulas, those of zero inflation and dispersion too. They look at what <see cref="SilentFormulas"/> compares, and at nothing else.</summary>
    private static readonly ImmutableArray<ModelRule> FormulaRules = ImmutableArray.Create<ModelRule>(
        new FormulaErrorsRule(),
        new TooManyMembersRule(),
        new DuplicateTermRule(),
        new MissingMainEffectsRule(),
        new ArithmeticInTermsRule(),
        new IdentifierAsNumberRule(),
        new DateAsNumberRule(),
        new SwappedBarRule(),
        new FloatingPointGroupRule(),
        new CategoricalInDoubleBarRule(),
        new RepeatedRandomEffectsRule(),
        new SlopeWithoutFixedEffectRule(),
        new FixedAndRandomFactorRule(),
        new KnownLevelsRule(),
        new AliasedColumnsRule(),
        new ConstantSlopeRule(),
        new RepeatedLabelsRule(),
        new ReversedNestingRule(),
        new TimeStructureRule());

    private static readonly ImmutableArray<ModelRule> Rules = ImmutableArray.Create<ModelRule>(
        new RowTypeRule(),
        new MissingValuesPolicyRule(),
        new AttributeColumnsRule(),
        new ExposurePredictorRule(),
        new UnusedFactRule(),
        new RowKeyEffectRule(),
        new TimeResponseRule(),
        new GaussianResponseRule(),
        new OrdinalResponseRule(),
        new ResponseRangeRule(),
        new OwnFamilyRule(),
        new SpecificationRules());

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        Rules.Concat(FormulaRules).SelectMany(rule => rule.Descriptors).Distinct().ToImmutableArray();

    private protected override void Start(CompilationStartAnalysisContext start, ModelAttributes attributes) =>
        start.RegisterSyntaxNodeAction(node => Check(node, attributes), SyntaxKind.Attribute);

    private static void Check(SyntaxNodeAnalysisContext context, ModelAttributes attributes)
    {
        DeclaredModel? model = DeclaredModelReader.Read((AttributeSyntax)context.Node, context.SemanticModel, attributes, context.CancellationToken);
        if (model is null)
        {
            return;
        }

        foreach (ModelRule rule in Rules)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            rule.Check(model, context.ReportDiagnostic);
        }

        CheckFormula(model, context);
        foreach (DeclaredModel component in model.Components())
        {
            ComponentResponse.Check(model, component, context.ReportDiagnostic);
            CheckFormula(component, context);
        }
    }

    private static void CheckFormula(DeclaredModel model, SyntaxNodeAnalysisContext context)
    {
        if (SilentFormulas.Contain(model))
        {
            return;
        }

        bool isSilent = true;
        foreach (ModelRule rule in FormulaRules)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            rule.Check(model, Report);
        }

        if (isSilent)
        {
            SilentFormulas.Add(model);
        }

        void Report(Diagnostic diagnostic)
        {
            isSilent = false;
            context.ReportDiagnostic(diagnostic);
        }
    }
}
