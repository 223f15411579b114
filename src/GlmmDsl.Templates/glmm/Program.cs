using GlmmDsl;

// Another file with the same columns: dotnet run -- FILE.csv
string file = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "visits.csv");
Trial.RemlFit fit = Trial.FitReml(Visit.ReadCsv(file));
Console.WriteLine(fit);

// Every coefficient has a name, and a misspelt one does not compile.
Trial.Tests tests = fit.KenwardRoger();
Console.WriteLine(tests.Terms);
var slope = tests.Coefficients.Week_ArmDrug;
Console.WriteLine(FormattableString.Invariant($"The drug changes the score by {slope.Estimate:F3} a week (p = {slope.PValue:F4})."));
