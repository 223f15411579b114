using System.Collections.Immutable;
using GlmmDsl.Analyzers.Formulas;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Text;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers;

/// <summary>GLMM101 and GLMM105 for constants given to parameters marked <c>[FormulaText]</c>, whose columns only the run knows.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FormulaArgumentAnalyzer : DiagnosticAnalyzer
{
    private const string MarkerName = "GlmmDsl.FormulaTextAttribute";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(DiagnosticDescriptors.FormulaSyntax, DiagnosticDescriptors.Function, DiagnosticDescriptors.ResponseOnRight);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(MarkerName) is { } marker)
            {
                start.RegisterOperationAction(operation => Check(operation, marker), OperationKind.Argument);
            }
        });
    }

    private static void Check(OperationAnalysisContext context, INamedTypeSymbol marker)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (argument is not { Parameter: { } parameter, Value: { ConstantValue.HasValue: true, Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax expression, SemanticModel: { } semanticModel }, IsImplicit: false }
            || !parameter.GetAttributes().Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, marker))
            || expression.FirstAncestorOrSelf<AttributeSyntax>() is not null
            || FormulaTextReader.Read(expression, semanticModel, context.CancellationToken) is not { } formula)
        {
            return;
        }

        foreach (FormulaDiagnostic error in FormulaReading.Of(formula.Value).Errors)
        {
            context.ReportDiagnostic(FormulaErrorReport.Of(error, formula));
        }
    }
}
