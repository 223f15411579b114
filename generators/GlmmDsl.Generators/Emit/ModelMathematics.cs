using System.Globalization;
using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Emit;

/// <summary>
/// Writes what a model is in mathematics: the formula in full, the columns of the design, the matrix form, the levels, the number of parameters. The
/// documentation of its class, which editors show.
/// </summary>
internal static class ModelMathematics
{
    private const int MostNames = 16;

    /// <summary>The lines of documentation. A class that its author has documented keeps that summary.</summary>
    public static IEnumerable<string> Documentation(ModelContext model)
    {
        string formula = $"<c>{Literals.Xml(model.Specification.Formula)}</c>";
        if (!model.Declaration.IsDocumented)
        {
            yield return $"/// <summary>{(model.Declaration.IsGeneralized ? "A generalised" : "A")} linear {(model.Groups.IsEmpty ? "model" : "mixed model")}: {formula}.</summary>";
        }

        yield return "/// <remarks>";
        yield return "/// <list type=\"bullet\">";
        foreach (string line in Lines(model))
        {
            yield return $"/// <item><description>{line}</description></item>";
        }

        yield return "/// </list>";
        yield return "/// </remarks>";
    }

    private static IEnumerable<string> Lines(ModelContext model)
    {
        DesignPlan plan = model.Plan;
        string expanded = Expanded(plan);
        if (expanded != model.Specification.Formula)
        {
            yield return $"In full: <c>{Literals.Xml(expanded)}</c>";
        }

        yield return "In matrices: " + Matrices(model);
        List<string> missing = plan.Fixed.Where(term => !term.AreLevelsKnown).Select(term => term.Name).ToList();
        int coefficients = model.Fixed.Count(column => !column.IsIndexed);
        yield return $"Fixed effects, {Counted(coefficients, "column")}{And(missing)}: {Names(model.Fixed.Select(Shown))}";
        int covariances = 0;
        bool isExact = missing.Count == 0;
        foreach (GroupShape group in model.Groups)
        {
            foreach (TermShape term in group.Terms)
            {
                bool isKnown = term.Columns.All(column => !column.IsIndexed);
                (int? parameters, string words) = CovarianceMathematics.Of(term, isKnown);
                isExact &= parameters is not null;
                covariances += parameters ?? 0;
                yield return $"Random effects by <c>{Literals.Xml(group.Name)}</c>, {words}: {Names(term.Columns.Select(Shown))}";
            }
        }

        foreach (ComponentShape component in model.Components)
        {
            isExact = false;
            yield return $"Model of the {component.Words}, on {component.Scale}: <c>{Literals.Xml(component.Plan.Terms.Syntax.Text)}</c>";
        }

        foreach (PlanVariable factor in plan.Variables.Concat(plan.Random.SelectMany(random => random.Group)).Where(variable => variable.IsCategorical).Distinct().GroupBy(variable => variable.Name).Select(same => same.First()).Take(MostNames))
        {
            yield return $"Levels of <c>{Literals.Xml(factor.Name)}</c>: {Levels(factor)}";
        }

        if (isExact)
        {
            string counts = $"{Counted(coefficients, "coefficient")}, {Counted(covariances, "variance or covariance", "variances and covariances")}";
            yield return model.Declaration.IsGeneralized
                ? $"Parameters besides those of the distribution: {Invariant(coefficients + covariances)}, of them {counts}"
                : $"Parameters: {Invariant(coefficients + covariances + 1)}, of them {counts} and the residual variance";
        }
    }

    private static string Expanded(DesignPlan plan)
    {
        IEnumerable<string> terms = plan.Fixed.Select(term => term.IsIntercept ? "1" : term.Name);
        IEnumerable<string> offsets = plan.Terms.Offsets.Select(offset => "offset(" + offset + ")");
        IEnumerable<string> random = plan.Random.Select(term =>
            (IsPlain(term) ? "(" : NameOf(term.Source.Structure) + "(")
            + (term.Terms.All(t => !t.IsIntercept) ? "0 + " : "") + string.Join(" + ", term.Terms.Select(t => t.IsIntercept ? "1" : t.Name)) + " | " + term.GroupName + ")");
        string right = string.Join(" + ", (plan.Fixed.Any(term => term.IsIntercept) ? terms : terms.Prepend("0")).Concat(offsets).Concat(random));
        return (plan.Response?.Expression.ToString() ?? "") + " ~ " + right;
    }

    /// <summary>Whether the structure makes no difference: there is none, or there is one column.</summary>
    private static bool IsPlain(PlanRandomTerm term) =>
        term.Source.Structure == CovarianceStructure.Unstructured
        || (term.Terms.Length == 1 && term.Terms[0].Factors.All(factor => factor.Encoding == Encoding.Numeric && factor.Variable.Suffixes.Length == 1));

    private static string NameOf(CovarianceStructure structure) =>
        StructureNames.All.First(name => StructureNames.TryFind(name, out CovarianceStructure named) && named == structure);

    private static string Matrices(ModelContext model)
    {
        bool isMixed = !model.Groups.IsEmpty;
        string predictor = "Xβ" + (isMixed ? " + Zb" : "") + (model.Plan.Terms.Offsets.IsEmpty ? "" : " + o");
        string random = isMixed ? ", <c>b ~ N(0, G)</c>" : "";
        if (model.Declaration.IsGeneralized)
        {
            string family = model.Declaration.Family!;
            string link = model.Declaration.Link == "Default" ? FamilyFacts.UsualLink(family) ?? "link" : model.Declaration.Link;
            return $"<c>{link.ToLowerInvariant()}(μ) = {predictor}</c>{random}; given b, the response is {Literals.Xml(FamilyFacts.InWords(family))} with mean μ";
        }

        return $"<c>y = {predictor} + ε</c>{random}, <c>ε ~ N(0, σ²{(model.Declaration.Weights is null ? "I" : "W⁻¹")})</c>";
    }

    private static string Levels(PlanVariable factor) =>
        factor.Levels.IsDefault
            ? "those of the rows" + (factor.IsOrdered ? ", in order" : "")
            : string.Join(", ", factor.Levels.Take(MostNames).Select(Literals.Xml)) + (factor.Levels.Length > MostNames ? $" and {Invariant(factor.Levels.Length - MostNames)} more" : "");

    private static string And(List<string> terms) =>
        terms.Count == 0 ? "" : " and those of the levels of " + string.Join(", ", terms.Take(MostNames).Select(term => $"<c>{Literals.Xml(term)}</c>"));

    private static string Names(IEnumerable<string> names)
    {
        List<string> all = names.ToList();
        return all.Count == 0 ? "none" : string.Join(", ", all.Take(MostNames).Select(name => $"<c>{Literals.Xml(name)}</c>")) + (all.Count > MostNames ? $" and {Invariant(all.Count - MostNames)} more" : "");
    }

    private static string Shown(ColumnShape column) => column.IsIndexed ? column.Name + "[level]" : column.Name;

    internal static string Counted(int number, string one, string? many = null) => Invariant(number) + " " + (number == 1 ? one : many ?? one + "s");

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
