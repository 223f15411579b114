using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>Receives the parts of a formula that are not fixed-effects terms: offsets and random-effects terms.</summary>
internal interface ISpecialTerms
{
    void AddOffset(CallSyntax call);

    void AddRandomTerm(TextSpan span, BinarySyntax bar, CovarianceStructure? structure);

    /// <summary>Takes <c>Error(..)</c>; false where it has no meaning and is a function like any other.</summary>
    bool TryAddError(CallSyntax call);
}

/// <summary>
/// Expands one right-hand side, the fixed part's or that left of a bar, by the rules of R's <c>terms.formula</c>: variables are numbered as
/// they appear, and a constant sets the intercept according to the signs before it.
/// </summary>
/// <param name="budget">Bounds the expansion.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
/// <param name="parts">Takes offsets and bars; null where neither is allowed.</param>
internal sealed class TermEncoder(ExpansionBudget budget, DiagnosticList diagnostics, ISpecialTerms? parts)
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<Variable> variables = [];
    private bool isRemoving;

    /// <summary>Whether the constants found so far leave an intercept.</summary>
    public bool HasIntercept { get; private set; } = true;

    /// <summary>Expands a right-hand side into its terms in R's order.</summary>
    public ImmutableArray<Term> Expand(ExpressionSyntax right)
    {
        TermList list = Encode(right, isSummand: true);
        return budget.IsExceeded
            ? ImmutableArray<Term>.Empty
            : list.InOrder().Select(ToTerm).ToImmutableArray();
    }

    private Term ToTerm(EncodedTerm term) =>
        new(term.Variables.Members.Select(number => variables[number]).ToImmutableArray(), term.Span);

    /// <param name="expression">What to expand.</param>
    /// <param name="isSummand">Whether the expression is one of the formula's summands, where offsets and bars are allowed.</param>
    private TermList Encode(ExpressionSyntax expression, bool isSummand)
    {
        // Chains associate to the left, so that their depth is their length: walk down first, then combine on the way up.
        var chain = new Stack<(BinarySyntax Node, bool IsSummand)>();
        ExpressionSyntax first = expression;
        while (first is BinarySyntax binary && IsFormulaOperator(binary.Operator))
        {
            chain.Push((binary, isSummand));
            isSummand &= binary.Operator is BinaryOperator.Add or BinaryOperator.Subtract;
            first = binary.Left;
        }

        int errorsBefore = diagnostics.Count;
        TermList list = EncodeOperand(first, isSummand);
        while (chain.Count > 0 && !budget.IsExceeded)
        {
            (BinarySyntax node, bool nodeIsSummand) = chain.Pop();
            list = Combine(list, node, nodeIsSummand, errorsBefore);
        }

        return list;
    }

    private TermList Combine(TermList left, BinarySyntax node, bool isSummand, int errorsBefore)
    {
        switch (node.Operator)
        {
            case BinaryOperator.Power:
                return TryReadExponent(node.Right, out int exponent) ? left.Power(exponent, node.Span) : left;
            case BinaryOperator.Add:
                return left.Add(Encode(node.Right, isSummand));
            case BinaryOperator.Subtract:
                return left.Remove(EncodeRemoved(node.Right));
        }

        TermList right = Encode(node.Right, isSummand: false);
        if (left.Count == 0 || right.Count == 0)
        {
            // An empty side caused by an error has been reported already.
            if (errorsBefore == diagnostics.Count)
            {
                ExpressionSyntax side = left.Count == 0 ? node.Left : node.Right;
                diagnostics.Add(FormulaErrorKind.Structure, side.Span, $"{DiagnosticList.Quote(side)} has no columns that could be crossed or nested; leave it out, or write 0 + or 1 + before the terms.");
            }

            return left;
        }

        return node.Operator switch
        {
            BinaryOperator.Multiply => left.Cross(right, node.Span),
            BinaryOperator.Divide => left.Nest(right, node.Span),
            BinaryOperator.In => left.In(right, node.Span),
            _ => left.Interact(right, node.Span),
        };
    }

    private TermList EncodeRemoved(ExpressionSyntax expression)
    {
        isRemoving = !isRemoving;
        TermList removed = Encode(expression, isSummand: false);
        isRemoving = !isRemoving;
        return removed;
    }

    private TermList EncodeOperand(ExpressionSyntax operand, bool isSummand)
    {
        var list = new TermList(budget);
        switch (operand)
        {
            case ParenthesizedSyntax parenthesized when SyntaxQuestions.IsBar(parenthesized):
                AddBar(parenthesized.Span, (BinarySyntax)SyntaxQuestions.Unwrap(parenthesized), structure: null, isSummand);
                return list;
            case ParenthesizedSyntax parenthesized:
                return Encode(SyntaxQuestions.Unwrap(parenthesized), isSummand);
            case UnarySyntax { Operator: UnaryOperator.Plus } unary:
                return Encode(unary.Operand, isSummand);
            case UnarySyntax { Operator: UnaryOperator.Minus } unary:
                EncodeRemoved(unary.Operand);
                return list;
            case NumberSyntax number:
                AddConstant(number);
                return list;
            case CallSyntax { Function.IsQuoted: false, Function.Name: "offset" } call:
                AddOffset(call, isSummand);
                return list;
            case CallSyntax { Function.IsQuoted: false } call when StructureNames.TryFind(call.Function.Name, out CovarianceStructure structure):
                if (StructureCall.Read(call, structure, diagnostics) is { } structured)
                {
                    AddBar(call.Span, structured.Bar, structured.Structure, isSummand);
                }

                return list;
            case CallSyntax { Function.IsQuoted: false, Function.Name: "Error" } call when isSummand && !isRemoving && parts?.TryAddError(call) == true:
                return list;
            case MissingSyntax:
                diagnostics.Add(FormulaErrorKind.Structure, operand.Span, "expected a term.");
                return list;
            case StringSyntax:
                diagnostics.Add(FormulaErrorKind.Structure, operand.Span, $"the text {DiagnosticList.Quote(operand)} is not a term; a column's name is written without quotation marks, or in back-quotes.");
                return list;
            case NameSyntax { Name: ".", IsQuoted: false }:
                diagnostics.Add(FormulaErrorKind.Structure, operand.Span, "'.' for all other columns is not part of the language; name the columns.");
                return list;
            case BinarySyntax { Operator: BinaryOperator.Bar or BinaryOperator.DoubleBar }:
                diagnostics.Add(FormulaErrorKind.Structure, operand.Span, "a random-effects term is written in parentheses: (terms | group).");
                return list;
            case CallSyntax call when !CheckBarsIn(call):
                return list;
        }

        return list.Add(VariableSet.Of(NumberOf(operand)), operand.Span);
    }

    private int NumberOf(ExpressionSyntax expression)
    {
        // Not the variable's plain name: the column `log(x)` and the call log(x) are two variables.
        string key = expression.ToString();
        if (!numbers.TryGetValue(key, out int number))
        {
            number = variables.Count;
            numbers.Add(key, number);
            variables.Add(new Variable(expression));
        }

        return number;
    }

    private void AddConstant(NumberSyntax number)
    {
        if (number.Value is 0 or 1)
        {
            HasIntercept = number.Value == 1 != isRemoving;
            return;
        }

        diagnostics.Add(FormulaErrorKind.Structure, number.Span, $"the number {number} is not a term: only 1 (an intercept) and 0 (none) are; write arithmetic inside I(..), and a fixed shift inside offset(..).");
    }

    private void AddOffset(CallSyntax call, bool isSummand)
    {
        if (parts is null || !isSummand || isRemoving)
        {
            diagnostics.Add(FormulaErrorKind.Structure, call.Span, "'offset(..)' is a separate term, joined by +, outside random-effects terms, products and removals.");
        }
        else if (call.Arguments.Length != 1 || call.Arguments[0].Name is not null)
        {
            diagnostics.Add(FormulaErrorKind.Function, call.Span, "'offset' takes one argument, offset(x).");
        }
        else
        {
            parts.AddOffset(call);
        }
    }

    private void AddBar(TextSpan span, BinarySyntax bar, CovarianceStructure? structure, bool isSummand)
    {
        if (parts is null)
        {
            diagnostics.Add(FormulaErrorKind.Structure, span, "a random-effects term cannot be inside another one.");
        }
        else if (!isSummand || isRemoving)
        {
            diagnostics.Add(FormulaErrorKind.Structure, span, "a random-effects term is joined by + only; it can be neither part of a product nor removed.");
        }
        else
        {
            parts.AddRandomTerm(span, bar, structure);
        }
    }

    private bool CheckBarsIn(CallSyntax call)
    {
        // A bar is a logical "or" where a logical makes sense; elsewhere it is a misplaced random-effects term.
        if (call.Function.Name is "I" or "factor" or "as.factor" or "as.numeric")
        {
            return true;
        }

        ArgumentSyntax? astray = call.Arguments.FirstOrDefault(argument => SyntaxQuestions.IsBar(argument.Value));
        if (astray is null)
        {
            return true;
        }

        string name = DiagnosticList.Quote(call.Function);
        string term = "(" + diagnostics.TextOf(TextSpan.FromBounds(call.Function.Span.End, call.Span.End)).Trim().TrimStart('(').TrimStart();
        if (char.IsWhiteSpace(diagnostics.TextOf(new TextSpan(call.Function.Span.End, 1))[0]) && FunctionCatalog.Find(call.Function.Name) is null)
        {
            // Nobody puts a blank between a function and its arguments here; a '+' between a column and a term is easily forgotten.
            diagnostics.Add(FormulaErrorKind.Structure, call.Span, $"a '+' is missing between {name} and {DiagnosticList.Quote(term)}.", $"{call.Function} + {term}");
            return false;
        }

        string orColumn = FunctionCatalog.Find(call.Function.Name) is null ? $"; if {name} is a column, a '+' is missing after it" : "";
        diagnostics.Add(
            FormulaErrorKind.Structure,
            astray.Value.Span,
            $"a random-effects term cannot be inside {name}; the covariance structures that can be put around one are {string.Join(", ", StructureNames.All)}{orColumn}.");
        return false;
    }

    private bool TryReadExponent(ExpressionSyntax expression, out int exponent)
    {
        if (SyntaxQuestions.Unwrap(expression) is NumberSyntax { Value: >= 1 } number && number.Value == Math.Floor(number.Value))
        {
            exponent = (int)Math.Min(number.Value, TermExpander.MaximumTerms);
            return true;
        }

        diagnostics.Add(FormulaErrorKind.Structure, expression.Span, "the power of a term must be a whole number from 1 up, as in (a + b)^2; a column is squared inside I(..): I(x^2).");
        exponent = 1;
        return false;
    }

    private static bool IsFormulaOperator(BinaryOperator @operator) => @operator is
        BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide or
        BinaryOperator.In or BinaryOperator.Interaction or BinaryOperator.Power;
}
