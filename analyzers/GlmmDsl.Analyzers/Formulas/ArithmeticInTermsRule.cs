using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>
/// GLMM110, GLMM111 and GLMM114: arithmetic of columns written outside <c>I(..)</c>, where <c>^ / - *</c> combine terms. A power of one column and a removal of
/// what is not there have no effect; a quotient of two numbers is a nesting that hardly anybody intends; a sum times a column may well be intended.
/// </summary>
internal sealed class ArithmeticInTermsRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(
        DiagnosticDescriptors.PowerOfColumn, DiagnosticDescriptors.ArithmeticOfColumns, DiagnosticDescriptors.SumTimesColumn);

    /// <summary>The powers of single columns and calls in a right-hand side, as terms.</summary>
    public static IEnumerable<BinarySyntax> PowersOfColumns(ExpressionSyntax right) =>
        FormulaWalk.TermOperators(right).Where(node => node.Operator == BinaryOperator.Power && IsVariable(node.Left) && FormulaWalk.Unwrap(node.Right) is NumberSyntax { Value: > 1 });

    /// <summary>Whether a place of a model's formula is arithmetic that this rule reports, so that other rules need not explain what it has become.</summary>
    public static bool Reports(DeclaredModel model, TextSpan place)
    {
        bool isReported = false;
        if (model.Formula is { } formula)
        {
            Location location = formula.Map(place);
            new ArithmeticInTermsRule().Check(model, diagnostic => isReported |= diagnostic.Location.SourceTree == location.SourceTree && diagnostic.Location.SourceSpan.Contains(location.SourceSpan));
        }

        return isReported;
    }

    /// <summary>The message about such a power.</summary>
    public static object[] Message(BinarySyntax power, string text, bool isNumeric)
    {
        string column = FormulaWalk.Unwrap(power.Left).ToString();
        return [text, column, isNumeric ? $"the power of the column is I({text})" : $"'{column}' is a factor and has no powers, leave '^{power.Right}' out"];
    }

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { } plan)
        {
            return;
        }

        var numeric = new HashSet<string>(plan.Variables.Where(variable => !variable.IsCategorical && variable.Suffixes.Length == 1).Select(variable => variable.Variable.Label), StringComparer.Ordinal);
        foreach (BinarySyntax power in PowersOfColumns(plan.Terms.Syntax.Right))
        {
            bool isNumeric = numeric.Contains(FormulaWalk.Unwrap(power.Left).ToString());
            report(FormulaFixReport.Of(model, DiagnosticDescriptors.PowerOfColumn, power.Span, [isNumeric ? Wrap(model, power.Span) : null], Message(power, model.TextOf(power.Span), isNumeric)));
        }

        foreach (BinarySyntax node in FormulaWalk.TermOperators(plan.Terms.Syntax.Right))
        {
            switch (node.Operator)
            {
                case BinaryOperator.Divide when IsNumber(node.Right) && (IsNumber(node.Left) || IsSum(node.Left)):
                    Report(DiagnosticDescriptors.ArithmeticOfColumns, node.Span, $"is nesting, as '/' is between terms: the quotient is I({model.TextOf(node.Span)})");
                    break;
                case BinaryOperator.Multiply when (IsSum(node.Left) && IsNumber(node.Right)) || (IsNumber(node.Left) && IsSum(node.Right)):
                    Report(DiagnosticDescriptors.SumTimesColumn, node.Span, "");
                    break;
                case BinaryOperator.Subtract when IsVariable(node.Right) && LastOperand(node.Left) is { } last && !Holds(node.Left, FormulaWalk.Unwrap(node.Right).ToString()):
                    TextSpan difference = TextSpan.Union(last.Span, node.Right.Span);
                    bool isArithmetic = IsNumber(last) && IsNumber(node.Right);
                    string what = $"takes '{FormulaWalk.Unwrap(node.Right)}' away from terms that do not contain it, as '-' does between terms: ";
                    string remedy = isArithmetic ? $"the difference is I({model.TextOf(difference)})" : "leave it out";
                    report(FormulaFixReport.Of(model, DiagnosticDescriptors.ArithmeticOfColumns, difference, [isArithmetic ? Wrap(model, difference) : null], model.TextOf(difference), what + remedy));
                    break;
            }
        }

        bool IsNumber(ExpressionSyntax expression) => IsVariable(expression) && (numeric.Contains(FormulaWalk.Unwrap(expression).ToString()) || IsNumericColumn(expression));
        bool IsNumericColumn(ExpressionSyntax expression) => FormulaWalk.Unwrap(expression) is NameSyntax name && model.Row.Find(name.Name) is { Kind: ColumnKind.Numeric };
        bool IsSum(ExpressionSyntax expression) =>
            expression is ParenthesizedSyntax
            && FormulaWalk.Unwrap(expression) is BinarySyntax { Operator: BinaryOperator.Add } sum
            && sum.LeftSpine().All(node => node.Operator == BinaryOperator.Add && IsNumber(node.Right))
            && IsNumber(sum.LeftSpine()[0].Left);
        void Report(DiagnosticDescriptor rule, TextSpan span, string what) => report(FormulaFixReport.Of(model, rule, span, [Wrap(model, span)], model.TextOf(span), what));
    }

    private static FormulaFix Wrap(DeclaredModel model, TextSpan span) =>
        new($"Write I({model.TextOf(span)})", FormulaEdits.Insert(span.Start, "I("), FormulaEdits.Insert(span.End, ")"));

    private static bool IsVariable(ExpressionSyntax expression) =>
        FormulaWalk.Unwrap(expression) switch
        {
            NameSyntax => true,
            CallSyntax call => call.Function.Name != "offset" && !StructureNames.TryFind(call.Function.Name, out _),
            _ => false,
        };

    /// <summary>The term just before a minus; null where that is not a column or call.</summary>
    private static ExpressionSyntax? LastOperand(ExpressionSyntax left)
    {
        ExpressionSyntax last = left is BinarySyntax { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum ? sum.Right : left;
        return IsVariable(last) ? last : null;
    }

    private static bool Holds(ExpressionSyntax terms, string variable) =>
        terms.DescendantsAndSelf().Any(node => node is NameSyntax or CallSyntax && node.ToString() == variable);
}
