using System.Collections.Immutable;
using GlmmDsl.Analyzers.Formulas;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Text;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers;

/// <summary>GLMM101, GLMM105, GLMM110 and GLMM210 for constants given to parameters marked <c>[FormulaText]</c>, whose columns are known only at run time.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FormulaArgumentAnalyzer : LibraryAnalyzer
{
    private const string MarkerName = "GlmmDsl.FormulaTextAttribute";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(DiagnosticDescriptors.FormulaSyntax, DiagnosticDescriptors.Function, DiagnosticDescriptors.ResponseOnRight, DiagnosticDescriptors.PowerOfColumn, DiagnosticDescriptors.TimeStructure);

    private protected override void Start(CompilationStartAnalysisContext start, ModelAttributes attributes)
    {
        if (start.Compilation.GetTypeByMetadataName(MarkerName) is { } marker)
        {
            start.RegisterOperationAction(operation => Check(operation, marker), OperationKind.Argument);
        }
    }

    private static void Check(OperationAnalysisContext context, INamedTypeSymbol marker)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (argument is { Parameter: { Type.SpecialType: SpecialType.System_String, HasExplicitDefaultValue: false } given, ArgumentKind: Microsoft.CodeAnalysis.Operations.ArgumentKind.Explicit }
            && IsMarked(given, marker)
            && argument.Syntax.FirstAncestorOrSelf<Microsoft.CodeAnalysis.CSharp.Syntax.ArgumentSyntax>()?.Expression is { } written
            && WithoutMarks(written) is LiteralExpressionSyntax literal
            && (literal.IsKind(SyntaxKind.NullLiteralExpression) || literal.IsKind(SyntaxKind.DefaultLiteralExpression))
            && written.FirstAncestorOrSelf<AttributeSyntax>() is null)
        {
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.FormulaSyntax, written.GetLocation(), FormulaErrorsRule.NullFormula));
            return;
        }

        if (argument is not { Parameter: { } parameter, Value: { ConstantValue.HasValue: true, Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax expression, SemanticModel: { } semanticModel }, IsImplicit: false }
            || !IsMarked(parameter, marker)
            || expression.FirstAncestorOrSelf<AttributeSyntax>() is not null
            || FormulaTextReader.Read(expression, semanticModel, context.CancellationToken) is not { } formula)
        {
            return;
        }

        (ModelTerms? terms, ImmutableArray<FormulaDiagnostic> errors) = FormulaReading.Of(formula.Value);
        if (terms is not null && errors.IsEmpty && parameter.ContainingSymbol.Name != nameof(Formula.Parse))
        {
            // A formula that is only parsed may be shown or analysed; one that is fitted must be fittable. The run knows the columns and checks the rest.
            errors = TimeStructures.Find(terms);
        }

        foreach (FormulaDiagnostic error in errors)
        {
            context.ReportDiagnostic(FormulaErrorReport.Of(error, formula));
        }

        if (terms is not null && errors.IsEmpty)
        {
            foreach (BinarySyntax power in ArithmeticInTermsRule.PowersOfColumns(terms.Syntax.Right))
            {
                string text = formula.Value.Substring(power.Span.Start, power.Span.Length);
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.PowerOfColumn, formula.Map(power.Span), ArithmeticInTermsRule.Message(power, text, isNumeric: true)));
            }
        }
    }

    /// <summary>An expression without the parentheses and exclamation marks around it, which do not change its value.</summary>
    private static Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax WithoutMarks(Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    expression = parenthesized.Expression;
                    break;
                case PostfixUnaryExpressionSyntax suppressed:
                    expression = suppressed.Operand;
                    break;
                default:
                    return expression;
            }
        }
    }

    private static bool IsMarked(IParameterSymbol parameter, INamedTypeSymbol marker) =>
        parameter.GetAttributes().Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, marker));
}
