using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>Expands the part right of a bar: <c>a/b</c> into the groups <c>b:a</c> and <c>a</c>, as lme4 does.</summary>
internal sealed class GroupExpander(ExpansionBudget budget, DiagnosticList diagnostics)
{
    /// <summary>The groups, the most deeply nested first; none where there is an error.</summary>
    /// <param name="group">The part right of the bar.</param>
    /// <param name="left">The part left of it, for messages.</param>
    public IReadOnlyList<ImmutableArray<Variable>> Expand(ExpressionSyntax group, ExpressionSyntax left)
    {
        var chain = new Stack<BinarySyntax>();
        ExpressionSyntax first = SyntaxQuestions.Unwrap(group);
        while (first is BinarySyntax { Operator: BinaryOperator.Divide or BinaryOperator.Interaction } binary)
        {
            chain.Push(binary);
            first = SyntaxQuestions.Unwrap(binary.Left);
        }

        IReadOnlyList<ImmutableArray<Variable>> groups = ExpandOperand(first, left);
        while (chain.Count > 0 && groups.Count > 0 && !budget.IsExceeded)
        {
            BinarySyntax node = chain.Pop();
            IReadOnlyList<ImmutableArray<Variable>> right = Expand(node.Right, left);
            if (right.Count == 0)
            {
                return right;
            }

            groups = node.Operator == BinaryOperator.Divide
                ? right.Select(inner => Product(inner, groups[0])).Concat(groups).ToList()
                : groups.Take(TermExpander.MaximumTerms).SelectMany(outer => right.Select(inner => Product(outer, inner))).Take(TermExpander.MaximumTerms + 1).ToList();
            budget.Hold(groups.Count);
        }

        return groups;
    }

    private IReadOnlyList<ImmutableArray<Variable>> ExpandOperand(ExpressionSyntax operand, ExpressionSyntax left)
    {
        switch (operand)
        {
            case NameSyntax:
            case CallSyntax call when !call.Arguments.Any(argument => SyntaxQuestions.IsBar(argument.Value)):
                return [ImmutableArray.Create(new Variable(operand))];
            case BinarySyntax { Operator: BinaryOperator.Add or BinaryOperator.Multiply } sum:
                ExpressionSyntax a = SyntaxQuestions.Unwrap(sum.Left);
                ExpressionSyntax b = SyntaxQuestions.Unwrap(sum.Right);
                string sign = sum.Operator == BinaryOperator.Add ? "+" : "*";
                bool areNames = a is NameSyntax && b is NameSyntax;
                string terms = $"({left} | {a}) + ({left} | {b})" + (sum.Operator == BinaryOperator.Multiply ? $" + ({left} | {a}:{b})" : "");
                diagnostics.Add(
                    FormulaErrorKind.Structure,
                    operand.Span,
                    areNames
                        ? $"a grouping factor cannot be a '{sign}' of others; write a term for each: {terms}."
                        : $"a grouping factor cannot be a '{sign}' of others; write a random-effects term for each.");
                break;
            default:
                diagnostics.Add(FormulaErrorKind.Structure, operand.Span, "expected a grouping factor: a column, a call such as factor(x), or columns joined by ':' or '/'.");
                break;
        }

        return [];
    }

    private ImmutableArray<Variable> Product(ImmutableArray<Variable> first, ImmutableArray<Variable> second)
    {
        budget.Spend(first.Length + second.Length);
        var seen = new HashSet<Variable>();
        return first.Concat(second).Where(seen.Add).ToImmutableArray();
    }
}
