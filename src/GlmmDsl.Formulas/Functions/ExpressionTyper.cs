namespace GlmmDsl.Formulas;

/// <summary>
/// Finds what an expression yields, and what is wrong with it: unknown columns and functions, kinds that do not fit. Inside a variable every
/// operator is arithmetic or logical, as in R.
/// </summary>
internal sealed class ExpressionTyper
{
    private readonly IColumnTypes columns;
    private readonly DiagnosticList diagnostics;
    private readonly List<NameSyntax> columnNames = [];

    public ExpressionTyper(IColumnTypes columns, DiagnosticList diagnostics)
    {
        this.columns = columns;
        this.diagnostics = diagnostics;
        Calls = new CallTyper(this, columns, diagnostics);
    }

    /// <summary>The types of calls.</summary>
    public CallTyper Calls { get; }

    /// <summary>The columns found so far, each once, in order of their places.</summary>
    public IEnumerable<string> ColumnsUsed => columnNames.OrderBy(name => name.Span.Start).Select(name => name.Name).Distinct(StringComparer.Ordinal);

    /// <summary>What the expression yields; null when something is wrong, which has then been reported.</summary>
    public ExpressionType? TypeOf(ExpressionSyntax expression)
    {
        IReadOnlyList<BinarySyntax> spine = expression.LeftSpine();
        ExpressionType? type = TypeOfOperand(spine.Count > 0 ? spine[0].Left : expression);
        foreach (BinarySyntax node in spine)
        {
            ExpressionType? right = TypeOf(node.Right);
            type = type is null || right is null ? null : Combine(node, type, right);
        }

        return type;
    }

    /// <summary>Whether the expression is a number in arithmetic; reports where it is not.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="type">What it yields.</param>
    /// <param name="needs">What needs it, as the message says: <c>log</c>, <c>'+'</c>.</param>
    public bool CheckNumber(ExpressionSyntax expression, ExpressionType type, string needs)
    {
        if (type.IsNumber)
        {
            return true;
        }

        if (type.Column is { } column)
        {
            ReportGroupOnly(expression, column);
            return false;
        }

        string remedy = type switch
        {
            { PolynomialDegree: > 0 } => "'poly(..)' must be a variable by itself",
            { Kind: ValueKind.Factor } => $"as.numeric({expression}) gives its level code, and {expression} == \"level\" a logical",
            _ => "a column's name is written without quotation marks",
        };
        diagnostics.Add(FormulaErrorKind.Function, expression.Span, $"{needs} needs a number, and {DiagnosticList.Quote(expression)} is {type.Description}; {remedy}.");
        return false;
    }

    /// <summary>Reports a column that can only group in another role.</summary>
    public void ReportGroupOnly(ExpressionSyntax expression, ColumnType column) =>
        diagnostics.Add(FormulaErrorKind.ColumnType, expression.Span, $"the column {DiagnosticList.Quote(column.Name)} can only be a grouping factor{Reason(column)}");

    /// <summary>What the column of that name holds, of any kind, for a place that takes all but unusable ones.</summary>
    private ExpressionType? TypeOfName(NameSyntax name)
    {
        if (columns.Find(name.Name) is not { } column)
        {
            if (SyntaxQuestions.IsConstant(name))
            {
                return name.Name == "pi" ? ExpressionType.Constant : ExpressionType.Logical with { IsConstant = true };
            }

            (string remedy, string? suggestion) = UnknownNames.Remedy(name, columns);
            diagnostics.Add(FormulaErrorKind.UnknownColumn, name.Span, $"there is no column {DiagnosticList.Quote(name.Name)}{remedy}", suggestion);
            return null;
        }

        columnNames.Add(name);
        if (column.Kind == ColumnKind.Unusable)
        {
            diagnostics.Add(FormulaErrorKind.ColumnType, name.Span, $"the column {DiagnosticList.Quote(name.Name)} cannot enter a model{Reason(column)}");
            return null;
        }

        return ExpressionType.Of(column);
    }

    private static string Reason(ColumnType column) => string.IsNullOrEmpty(column.Remark) ? "." : ": " + column.Remark;

    private ExpressionType? TypeOfOperand(ExpressionSyntax operand)
    {
        switch (operand)
        {
            case ParenthesizedSyntax parenthesized:
                return TypeOf(SyntaxQuestions.Unwrap(parenthesized));
            case NumberSyntax:
                return ExpressionType.Constant;
            case StringSyntax:
                return new ExpressionType(ValueKind.Text, IsConstant: true);
            case NameSyntax name:
                return TypeOfName(name);
            case CallSyntax call:
                return Calls.TypeOf(call);
            case UnarySyntax unary:
                return TypeOf(unary.Operand) is not { } type || !CheckNumber(unary.Operand, type, Quote(unary.Operator))
                    ? null
                    : unary.Operator == UnaryOperator.Not
                        ? ExpressionType.Logical with { IsConstant = type.IsConstant }
                        : ExpressionType.Numeric with { IsConstant = type.IsConstant };
            default:
                diagnostics.Add(FormulaErrorKind.Structure, operand.Span, "expected an expression.");
                return null;
        }
    }

    private ExpressionType? Combine(BinarySyntax node, ExpressionType left, ExpressionType right)
    {
        bool isConstant = left.IsConstant && right.IsConstant;
        string sign = OperatorTable.Of(node.Operator).Spelling;
        switch (node.Operator)
        {
            case BinaryOperator.Interaction or BinaryOperator.In or BinaryOperator.DoubleBar:
                string instead = node.Operator == BinaryOperator.DoubleBar ? "; the logical or of two columns is '|'" : "; it joins terms";
                diagnostics.Add(FormulaErrorKind.Function, node.OperatorSpan, $"'{sign}' cannot be used inside a function{instead}.");
                return null;
            case BinaryOperator.Equal or BinaryOperator.NotEqual when left.Kind == ValueKind.Text || right.Kind == ValueKind.Text:
            case BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual when (left.Kind == ValueKind.Text && right.IsOrdered) || (right.Kind == ValueKind.Text && left.IsOrdered):
                return CheckLevel(node, left, right) ? ExpressionType.Logical with { IsConstant = isConstant } : null;
        }

        if (!CheckNumber(node.Left, left, $"'{sign}'") | !CheckNumber(node.Right, right, $"'{sign}'"))
        {
            return null;
        }

        bool isArithmetic = node.Operator is BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Power;
        return (isArithmetic ? ExpressionType.Numeric : ExpressionType.Logical) with { IsConstant = isConstant };
    }

    /// <summary>Checks the comparison of a factor with one of its levels.</summary>
    private bool CheckLevel(BinarySyntax node, ExpressionType left, ExpressionType right)
    {
        (ExpressionSyntax factor, ExpressionType type, ExpressionSyntax text) = left.Kind == ValueKind.Text ? (node.Right, right, node.Left) : (node.Left, left, node.Right);
        if (type.Kind is not (ValueKind.Factor or ValueKind.Logical) || SyntaxQuestions.Unwrap(text) is not StringSyntax level)
        {
            diagnostics.Add(FormulaErrorKind.Function, node.Span, $"only a factor can be compared with a text, and {DiagnosticList.Quote(factor)} is {type.Description}.");
            return false;
        }

        if (type.Levels.IsDefault || type.Levels.Contains(level.Value))
        {
            return true;
        }

        string? nearest = NearestName.FindOnly(level.Value, type.Levels);
        diagnostics.Add(
            FormulaErrorKind.Function,
            text.Span,
            $"{DiagnosticList.Quote(factor)} has no level {DiagnosticList.Quote(level.Value)}; it has {string.Join(", ", type.Levels.Take(5).Select(DiagnosticList.Quote))}{(type.Levels.Length > 5 ? " and others" : "")}.",
            nearest is null ? null : QuotedText.Write(nearest, '"'));
        return false;
    }

    private static string Quote(UnaryOperator @operator) => @operator switch
    {
        UnaryOperator.Plus => "'+'",
        UnaryOperator.Minus => "'-'",
        _ => "'!'",
    };
}
