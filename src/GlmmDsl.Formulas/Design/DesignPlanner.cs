using System.Collections.Immutable;
using System.Globalization;

namespace GlmmDsl.Formulas;

/// <summary>Makes the plan of one formula: resolves its columns, finds the kinds of its variables, encodes its terms.</summary>
internal sealed class DesignPlanner
{
    private readonly DiagnosticList diagnostics;
    private readonly ExpressionTyper typer;
    private readonly Dictionary<string, PlanVariable> variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlanVariable> groupVariables = new(StringComparer.Ordinal);
    private readonly Dictionary<RandomTerm, Dictionary<string, PlanTerm>> wholeTerms = [];
    private readonly List<PlanVariable> inOrder = [];

    private readonly ModelTerms terms;

    public DesignPlanner(ModelTerms terms, IColumnTypes columns)
    {
        this.terms = terms;
        diagnostics = new DiagnosticList(terms.Syntax.Text);
        typer = new ExpressionTyper(columns, diagnostics);
    }

    public DesignPlanResult Plan()
    {
        ResponseKind responseKind = terms.Response is null ? ResponseKind.Numeric : new ResponsePlanner(typer, diagnostics).KindOf(terms.Response);
        Resolve(terms.Fixed);
        foreach (ExpressionSyntax offset in terms.Offsets)
        {
            ResolveOffset(offset);
        }

        foreach (RandomTerm term in terms.Random)
        {
            Resolve(term.Terms);
            foreach (Variable variable in term.Group)
            {
                ResolveGroup(variable);
            }
        }

        return diagnostics.IsEmpty
            ? new DesignPlanResult(Encode(responseKind), ImmutableArray<FormulaDiagnostic>.Empty)
            : new DesignPlanResult(null, diagnostics.InOrder());
    }

    private DesignPlan Encode(ResponseKind responseKind) => new(
        terms,
        responseKind,
        inOrder.ToImmutableArray(),
        TermCoding.Encode(terms.HasIntercept, terms.Fixed, Find, v => v.Coding, terms.Syntax.Right.Span),
        terms.Random.Select(Encode).ToImmutableArray(),
        typer.ColumnsUsed.ToImmutableArray());

    private PlanRandomTerm Encode(RandomTerm term)
    {
        ImmutableArray<PlanTerm> planTerms = term.Whole is { } whole
            ? ImmutableArray.Create(TermsOf(whole)[Key(term.Terms.SelectMany(part => part.Variables))])
            : TermCoding.Encode(term.HasIntercept, term.Terms, Find, v => v.DefaultCoding, term.Span);
        bool isOneColumn = planTerms.Length == 1 && planTerms[0].Factors.All(factor => factor.Encoding == Encoding.Numeric && factor.Variable.Suffixes.Length == 1);
        return new PlanRandomTerm(
            term,
            planTerms,
            term.Group.Select(variable => groupVariables[Key(variable)]).ToImmutableArray(),
            term.Structure == CovarianceStructure.Diagonal && !isOneColumn);
    }

    /// <summary>
    /// The terms of a <c>||</c> before it is split, by the keys of their variables. A part is coded as in the whole term: only then are the
    /// columns of factors those of <c>diag(..)</c>.
    /// </summary>
    private Dictionary<string, PlanTerm> TermsOf(RandomTerm whole)
    {
        if (!wholeTerms.TryGetValue(whole, out Dictionary<string, PlanTerm>? byName))
        {
            byName = TermCoding.Encode(whole.HasIntercept, whole.Terms, Find, v => v.DefaultCoding, whole.Span)
                .ToDictionary(term => Key(term.Factors.Select(factor => factor.Variable.Variable)), StringComparer.Ordinal);
            wholeTerms.Add(whole, byName);
        }

        return byName;
    }

    private PlanVariable Find(Variable variable) => variables[Key(variable)];

    private void Resolve(ImmutableArray<Term> terms)
    {
        foreach (Variable variable in terms.SelectMany(term => term.Variables))
        {
            // A mistake is reported at every term written, but only once where the terms of one expansion share a variable.
            if (variables.ContainsKey(Key(variable)) || TypeOfVariable(variable.Expression) is not { } type)
            {
                continue;
            }

            if (type.Column is { } column)
            {
                typer.ReportGroupOnly(variable.Expression, column);
                continue;
            }

            PlanVariable planned = ToPlan(variable, type);
            variables.Add(Key(variable), planned);
            inOrder.Add(planned);
        }
    }

    private void ResolveGroup(Variable variable)
    {
        if (!groupVariables.ContainsKey(Key(variable)) && TypeOfVariable(variable.Expression) is { } type)
        {
            if (type.PolynomialDegree > 0)
            {
                diagnostics.Add(FormulaErrorKind.Function, variable.Expression.Span, "'poly(..)' gives several columns and cannot be a grouping factor.");
                return;
            }

            // The same object as the predictor of that name, where there is one.
            groupVariables.Add(Key(variable), variables.TryGetValue(Key(variable), out PlanVariable? planned) ? planned : ToPlan(variable, type));
        }
    }

    private void ResolveOffset(ExpressionSyntax offset)
    {
        if (TypeOfVariable(offset) is { } type)
        {
            typer.CheckNumber(offset, type, "offset");
        }
    }

    /// <summary>The type of an expression that must differ from row to row.</summary>
    private ExpressionType? TypeOfVariable(ExpressionSyntax expression)
    {
        ExpressionType? type = typer.TypeOf(expression);
        if (type is { IsConstant: true })
        {
            diagnostics.Add(FormulaErrorKind.Structure, expression.Span, $"{DiagnosticList.Quote(expression)} is the same in every row; a term needs a column, and 1 is the intercept.");
            return null;
        }

        return type;
    }

    /// <summary>Tells variables apart: printed, so that the column `log(x)` is not the call log(x).</summary>
    private static string Key(Variable variable) => variable.Expression.ToString();

    private static string Key(IEnumerable<Variable> variables) => string.Join(":", variables.Select(Key));

    private static PlanVariable ToPlan(Variable variable, ExpressionType type)
    {
        ColumnKind kind = type.Kind switch
        {
            ValueKind.Numeric => ColumnKind.Numeric,
            ValueKind.Logical => ColumnKind.Logical,
            _ => ColumnKind.Factor,
        };

        // R numbers the columns of poly(x, n) only when there are several.
        ImmutableArray<string> suffixes = type.PolynomialDegree > 1
            ? Enumerable.Range(1, type.PolynomialDegree).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToImmutableArray()
            : ImmutableArray.Create("");
        return new PlanVariable(
            variable,
            kind,
            kind == ColumnKind.Numeric ? suffixes : ImmutableArray<string>.Empty,
            kind == ColumnKind.Numeric ? default : type.Levels,
            type.IsOrdered,
            type.Coding ?? (type.IsOrdered ? Coding.Polynomial : Coding.Treatment));
    }
}
