Console.Error.WriteLine("usage: glmm fit DATA.csv FORMULA [options]");
return 2;
