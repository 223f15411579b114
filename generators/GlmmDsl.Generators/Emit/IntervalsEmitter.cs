namespace GlmmDsl.Generators.Emit;

/// <summary>Writes what fits say of their parameters beside estimates and tests: profiles and intervals, and the tests of dropped terms.</summary>
internal static class IntervalsEmitter
{
    /// <summary>The type of one profile.</summary>
    public const string Profile = Inference + "ParameterProfile";

    /// <summary>The type of the distribution of one parameter.</summary>
    public const string Distribution = Inference + "BootstrapDistribution";

    private const string Inference = "global::GlmmDsl.Inference.";
    private const string Token = "global::System.Threading.CancellationToken cancellationToken = default";

    /// <summary>Writes the profiles, thin over the result that needs no model.</summary>
    public static void Write(ModelContext model, SourceWriter writer)
    {
        Write(model, model.Names.Profiles, "TypedProfile", "ProfileLikelihood", Profile, ("Profile likelihoods", "profiles"), writer);
        Replicate(model, writer);
        Write(model, model.Names.Bootstraps, "TypedBootstrap", "BootstrapResult", Distribution, ("Bootstrap distributions", "distributions"), writer);
    }

    private static void Replicate(ModelContext model, SourceWriter writer)
    {
        ModelNames names = model.Names;
        writer.Gap().Summary($"The estimates of one replicate of a bootstrap of <c>{Literals.Xml(model.Specification.Formula)}</c>.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {names.Replicate} : global::GlmmDsl.Modeling.TypedBootstrapFit");
        writer.Open($"internal {names.Replicate}({Inference}BootstrapFit result) : base(result)").Close();
        writer.Gap().Summary("The coefficients. They have no standard errors.").Line($"public new {names.OwnCoefficients} Coefficients => new(base.Coefficients);");
        writer.Gap().Summary("The variance components.").Line($"public {OwnVariances(names)} VarianceComponents => new(Variances);");
        writer.Close();
    }

    /// <summary>Writes the power of a test of one's own.</summary>
    /// <param name="fit">The type of the fits that are tested.</param>
    /// <param name="writer">The writer to write to.</param>
    /// <param name="body">The body.</param>
    public static void Power(string fit, SourceWriter writer, string body)
    {
        writer.Gap().Summary("The power of a test, by simulation: see <see cref=\"global::GlmmDsl.MixedModelFit.Power\"/>.");
        writer.Line("/// <param name=\"test\">What the test is called in results.</param>")
            .Line("/// <param name=\"pValue\">The p value of the fit to a simulated data set, <c>f => f.Satterthwaite().Terms.Arm.PValue</c>. It is called from several threads.</param>")
            .Line("/// <param name=\"replicates\">Data sets a study.</param>")
            .Line("/// <param name=\"seed\">Decides the numbers.</param>")
            .Line("/// <param name=\"studies\">The studies; null for that of the fit.</param>")
            .Line("/// <param name=\"level\">The level at which the test rejects.</param>")
            .Line("/// <param name=\"threads\">Threads at most; null for one a core.</param>")
            .Line("/// <param name=\"progress\">Is told after every replicate of a study, from several threads.</param>")
            .Line("/// <param name=\"cancellationToken\">Ends the work early.</param>");
        writer.Line($"public {Inference}PowerCurve Power(string test, global::System.Func<{fit}, double> pValue, int replicates, int seed, global::System.Collections.Generic.IReadOnlyList<{Inference}PowerSetting>? studies = null, double level = 0.05, int? threads = null, global::System.IProgress<{Inference}WorkProgress>? progress = null, {Token}) => {body};");
    }

    private static void Write(ModelContext model, string type, string ancestor, string result, string one, (string Title, string Each) words, SourceWriter writer)
    {
        writer.Gap().Summary($"{words.Title} of the parameters of <c>{Literals.Xml(model.Specification.Formula)}</c>.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {type} : global::GlmmDsl.Modeling.{ancestor}");
        writer.Open($"internal {type}({Inference}{result} result) : base(result)").Close();
        writer.Gap().Summary($"The {words.Each} of the coefficients.");
        writer.Line($"public {CoefficientsOf(model.Names, one)} Coefficients => new(Result.Coefficients);");
        writer.Gap().Summary($"The {words.Each} of standard deviations and correlations.");
        writer.Line($"public {VariancesOf(model.Names, one)} VarianceComponents => new(Variances);");
        if (one == Distribution)
        {
            writer.Gap().Summary($"The distribution of any function of the parameters: <c>f => f.Coefficients.Week.Estimate / f.Sigma</c>.").Line("/// <param name=\"function\">The function.</param>");
            writer.Line(OfReplicates(model.Names, $"Result.Of(f => function(new {model.Names.Replicate}(f)))"));
        }

        writer.Close();
    }

    /// <summary>The members of profiles or bootstraps where the model's formula is wrong.</summary>
    public static string[] StandIns(ModelNames names, string one, string body) =>
        [
            $"public {CoefficientsOf(names, one)} Coefficients => {body};", $"public {VariancesOf(names, one)} VarianceComponents => {body};",
            .. one == Distribution ? [OfReplicates(names, body)] : Array.Empty<string>(),
        ];

    /// <summary>The type of the variance components themselves, without their covariance matrices.</summary>
    public static string OwnVariances(ModelNames names) => $"{names.VariancesOf}<global::GlmmDsl.VarianceComponent, double>";

    private static string OfReplicates(ModelNames names, string body) => $"public {Distribution} Of(global::System.Func<{names.Replicate}, double> function) => {body};";

    /// <summary>Writes the methods of all fits of a model.</summary>
    /// <param name="names">The model's names.</param>
    /// <param name="hasRandomTerms">Whether there are random terms to drop.</param>
    /// <param name="writer">The writer to write to.</param>
    /// <param name="body">The body of the methods; null for their calls on the result.</param>
    public static void Methods(ModelNames names, bool hasRandomTerms, SourceWriter writer, string? body = null)
    {
        Method(
            writer,
            names.Profiles,
            "Profile",
            $"global::System.Collections.Generic.IReadOnlyList<string>? parameters = null, global::System.IProgress<{Inference}WorkProgress>? progress = null, {Token}",
            body ?? "new(Result.Profile(parameters, progress, cancellationToken))",
            body is null);
        Method(
            writer,
            names.Bootstraps,
            "Bootstrap",
            $"int replicates, int seed, {Inference}BootstrapKind kind = {Inference}BootstrapKind.Parametric, {Inference}BootstrapDraws? resume = null, int? threads = null, global::System.IProgress<{Inference}WorkProgress>? progress = null, {Token}",
            body ?? "new(Result.Bootstrap(replicates, seed, kind, resume, threads, progress, cancellationToken))",
            body is null);
        Method(writer, $"{names.Coefficients}<{Inference}ParameterInterval>", "WaldIntervals", "double level = 0.95", body ?? "new(Result.WaldIntervals(level))", body is null);
        Method(writer, Inference + "DroppedTerms", "DropFixedTerms", Token, body ?? "Result.DropFixedTerms(cancellationToken)", body is null);
        if (hasRandomTerms)
        {
            Method(writer, Inference + "DroppedTerms", "DropRandomTerms", Token, body ?? "Result.DropRandomTerms(cancellationToken)", body is null);
        }
    }

    /// <summary>Writes the method of a REML fit that fits by maximum likelihood.</summary>
    /// <param name="ml">The type of the fit by maximum likelihood.</param>
    /// <param name="writer">The writer to write to.</param>
    /// <param name="body">The body of the method; null for its call on the result.</param>
    public static void RefitMl(string ml, SourceWriter writer, string? body = null) =>
        Method(writer, ml, "RefitMl", Token, body ?? "new(Result.RefitMl(cancellationToken))", body is null);

    private static void Method(SourceWriter writer, string type, string name, string parameters, string body, bool isDocumented)
    {
        writer.Gap();
        _ = isDocumented ? writer.Line($"/// <inheritdoc cref=\"global::GlmmDsl.MixedModelFit.{name}\"/>") : writer.Summary("Stands in for a result: the model's formula is wrong.");
        writer.Line($"public {type} {name}({parameters}) => {body};");
    }

    private static string CoefficientsOf(ModelNames names, string one) => $"{names.Coefficients}<{one}>";

    private static string VariancesOf(ModelNames names, string one) => $"{names.VariancesOf}<{one}, {one}>";
}
